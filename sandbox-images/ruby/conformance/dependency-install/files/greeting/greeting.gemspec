Gem::Specification.new do |gem|
  gem.name = 'greeting'
  gem.version = '1.0.0'
  gem.summary = 'Greets'
  gem.authors = ['Conformance']
  gem.required_ruby_version = '>= 3.0'
  gem.license = 'MIT'
  gem.homepage = 'https://example.com'
  gem.files = ['lib/greeting.rb']
end
