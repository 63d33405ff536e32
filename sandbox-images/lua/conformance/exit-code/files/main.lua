io.stderr:write('bad\n')
os.exit(7)
