// The program of runc that receives a container's terminal in its tests.
module recvtty

go 1.19

require github.com/opencontainers/runc v1.1.5

require (
	github.com/containerd/console v1.0.3 // indirect
	github.com/cpuguy83/go-md2man/v2 v2.0.0-20190314233015-f79a8a8ca69d // indirect
	github.com/cyphar/filepath-securejoin v0.2.3 // indirect
	github.com/russross/blackfriday/v2 v2.0.1 // indirect
	github.com/shurcooL/sanitized_anchor_name v1.0.0 // indirect
	github.com/urfave/cli v1.22.1 // indirect
	golang.org/x/sys v0.0.0-20211116061358-0a5406a5449c // indirect
)
