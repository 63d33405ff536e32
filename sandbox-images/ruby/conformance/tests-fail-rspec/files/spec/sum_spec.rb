RSpec.describe 'sum' do
  it('is right') { expect(1 + 1).to eq 2 }
  it('is wrong') { expect(1 + 1).to eq 3 }
end
