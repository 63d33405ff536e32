// build-cache is what the go command asks for compiled packages (GOCACHEPROG): those of the standard library come
// from the image and those of installed modules from the package store, both read-only in a run; what the program
// adds is kept in the run's own folder.
package main

import (
	"bufio"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

const (
	imageFolder = "/usr/local/share/sandsmith/go-build"
	storeFolder = "/deps/go/build"
)

type request struct {
	ID       int64
	Command  string
	ActionID []byte
	OutputID []byte
	BodySize int64
}

type response struct {
	ID            int64
	Err           string     `json:",omitempty"`
	KnownCommands []string   `json:",omitempty"`
	Miss          bool       `json:",omitempty"`
	OutputID      []byte     `json:",omitempty"`
	Size          int64      `json:",omitempty"`
	Time          *time.Time `json:",omitempty"`
	DiskPath      string     `json:",omitempty"`
}

// Both folders are laid out as the go command lays out its own: an action names an output, an output is a file.
func entryPath(folder string, id []byte, kind string) string {
	name := hex.EncodeToString(id)
	return filepath.Join(folder, name[:2], name+"-"+kind)
}

func find(folder string, asked request) (response, bool) {
	text, err := os.ReadFile(entryPath(folder, asked.ActionID, "a"))
	if err != nil {
		return response{}, false
	}
	var action, output []byte
	var size, nanoseconds int64
	if _, err := fmt.Sscanf(string(text), "v1 %x %x %d %d", &action, &output, &size, &nanoseconds); err != nil {
		return response{}, false
	}
	path := entryPath(folder, output, "d")
	if file, err := os.Stat(path); err != nil || file.Size() != size {
		return response{}, false
	}
	written := time.Unix(0, nanoseconds)
	return response{ID: asked.ID, OutputID: output, Size: size, Time: &written, DiskPath: path}, true
}

// Written aside and then named, so that another go command never sees half of it.
func writeFile(path string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	file, err := os.CreateTemp(filepath.Dir(path), "unfinished-")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(content)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func put(folder string, asked request, body []byte) response {
	path := entryPath(folder, asked.OutputID, "d")
	entry := fmt.Sprintf("v1 %x %x %20d %20d\n", asked.ActionID, asked.OutputID, len(body), time.Now().UnixNano())
	err := writeFile(path, body)
	if err == nil {
		err = writeFile(entryPath(folder, asked.ActionID, "a"), []byte(entry))
	}
	if err != nil {
		return response{ID: asked.ID, Err: err.Error()}
	}
	return response{ID: asked.ID, DiskPath: path}
}

func answer(ownFolder string, asked request, body []byte) response {
	switch asked.Command {
	case "get":
		for _, folder := range []string{imageFolder, storeFolder, ownFolder} {
			if found, ok := find(folder, asked); ok {
				return found
			}
		}
		return response{ID: asked.ID, Miss: true}
	case "put":
		return put(ownFolder, asked, body)
	case "close":
		return response{ID: asked.ID}
	}
	return response{ID: asked.ID, Err: "unknown command " + asked.Command}
}

func serve(ownFolder string) error {
	input := json.NewDecoder(bufio.NewReaderSize(os.Stdin, 1<<20))
	output := json.NewEncoder(os.Stdout)
	if err := output.Encode(response{KnownCommands: []string{"get", "put", "close"}}); err != nil {
		return err
	}
	for {
		var asked request
		if err := input.Decode(&asked); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		var body []byte
		if asked.BodySize > 0 {
			if err := input.Decode(&body); err != nil {
				return err
			}
		}
		if err := output.Encode(answer(ownFolder, asked, body)); err != nil {
			return err
		}
		if asked.Command == "close" {
			return nil
		}
	}
}

// As the go command itself would have it: where GOCACHE says, else below the home folder.
func cacheFolder() (string, error) {
	if asked := os.Getenv("GOCACHE"); asked != "" {
		return asked, nil
	}
	home, err := os.UserCacheDir()
	return filepath.Join(home, "go-build"), err
}

func main() {
	folder, err := cacheFolder()
	if err == nil {
		err = serve(folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "the cache of compiled packages:", err)
		os.Exit(1)
	}
}
