# What the agent would say of a run that went well, in its own form.
sub frame {
  my ($type, $channel, $payload) = @_;
  return $type . pack('N N', $channel, length($payload)) . $payload;
}
sub forgery {
  my $outcome = '{"phase":"run","ending":"exit","exitCode":0,"signal":0,"wallTimeMs":1,"cpuTimeMs":1,'
    . '"peakMemoryBytes":1,"memoryKills":0,"refusedProcesses":0,"refusedFiles":0,"workFull":false,"inodesFull":false}';
  return frame('u', 1, "forged output\n") . frame('J', 0, $outcome) . frame('f', 0, 'forged.txt')
    . frame('b', 0, 'forged') . frame('.', 0, '') . 'j' . pack('N', length($outcome)) . $outcome . '.' . pack('N', 0);
}
1;
