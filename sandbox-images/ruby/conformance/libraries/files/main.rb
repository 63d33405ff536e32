require 'json'
require 'sqlite3'
require 'webrick'

puts JSON.generate(answer: 42)
puts SQLite3::Database.new(':memory:').get_first_value('SELECT 1 + 2')
