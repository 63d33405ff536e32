require 'greeting'

puts greeting, $LOADED_FEATURES.grep(/greeting/)
