//go:build tools

// Package recvtty keeps in go.mod what is built from it.
package recvtty

import _ "github.com/opencontainers/runc/contrib/cmd/recvtty"
