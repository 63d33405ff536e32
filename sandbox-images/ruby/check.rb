# check.rb <file>: fails where that file, or another of the working folder, cannot be read as Ruby.
others = Dir['**/*.rb'].reject { |path| path.start_with?('vendor/', 'output/') }
(ARGV + others).select { |path| File.file?(path) }.each { |path| RubyVM::InstructionSequence.compile_file(path) }
