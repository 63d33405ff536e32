#!/bin/sh
# install-go.sh: downloads the modules that go.mod asks for, and compiles what can be compiled of those it names itself,
# so that runs only link it. That is a gain in time alone: modules that take long, or do not compile whole, are left.
set -eu
go list -m -f '{{if not (or .Main .Indirect)}}{{.Path}}/...{{end}}' all > /tmp/named
go mod download all
# A go.mod that names only what the program imports is completed by the first go command of a run, which then looks at
# what each module asks for: done here once, so that it is all there.
go list -m -f '{{if not .Main}}{{.Path}}@{{.Version}}{{end}}' all | xargs -r go get > /dev/null 2>&1 || true
go mod graph > /dev/null
export GOCACHE=/deps/go/build
timeout 120 xargs -r go build < /tmp/named > /dev/null 2>&1 || true
