//go:build tools

// Package schema keeps the runtime spec in go.mod; the schemas are files beside its code.
package schema

import _ "github.com/opencontainers/runtime-spec/specs-go"
