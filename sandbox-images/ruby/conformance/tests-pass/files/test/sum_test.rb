require 'minitest/autorun'
require 'sum'

class SumTest < Minitest::Test
  def test_adds
    assert_equal 2, sum(1, 1)
  end
end
