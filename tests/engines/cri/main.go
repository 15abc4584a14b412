// A client of the Kubernetes container runtime interface, as small as it can be: every message is JSON.
//
//	cri SOCKET METHOD [REQUEST]
//	cri /run/containerd/containerd.sock RunPodSandbox '{"config": {"metadata": {"name": "web"}}}'
//
// METHOD is one of RuntimeService or ImageService; the answer is printed.  A call that fails prints the engine's message
// and exits with 1.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	cri "k8s.io/cri-api/pkg/apis/runtime/v1"
)

// What the kubelet waits for most of its calls.
const limit = 2 * time.Minute

// find looks for a method in the services of the interface's own description: no list of ours could miss one.
func find(name string) (protoreflect.MethodDescriptor, error) {
	services := cri.File_staging_src_k8s_io_cri_api_pkg_apis_runtime_v1_api_proto.Services()
	for i := 0; i < services.Len(); i++ {
		if method := services.Get(i).Methods().ByName(protoreflect.Name(name)); method != nil {
			return method, nil
		}
	}
	return nil, fmt.Errorf("the interface has no method %q", name)
}

func message(of protoreflect.MessageDescriptor) (proto.Message, error) {
	kind, err := protoregistry.GlobalTypes.FindMessageByName(of.FullName())
	if err != nil {
		return nil, err
	}
	return kind.New().Interface(), nil
}

func call(socket, name, text string) (proto.Message, error) {
	method, err := find(name)
	if err != nil {
		return nil, err
	}
	request, err := message(method.Input())
	if err != nil {
		return nil, err
	}
	answer, err := message(method.Output())
	if err != nil {
		return nil, err
	}
	if err := protojson.Unmarshal([]byte(text), request); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	connection, err := grpc.NewClient("unix://"+socket, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return nil, err
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	path := fmt.Sprintf("/%s/%s", method.Parent().FullName(), method.Name())
	if err := connection.Invoke(ctx, path, request, answer); err != nil {
		return nil, fmt.Errorf("%s: %s", name, status.Convert(err).Message())
	}
	return answer, nil
}

func main() {
	text := "{}"
	switch len(os.Args) {
	case 4:
		text = os.Args[3]
	case 3:
	default:
		fmt.Fprintln(os.Stderr, "usage: cri SOCKET METHOD [REQUEST]")
		os.Exit(2)
	}
	answer, err := call(os.Args[1], os.Args[2], text)
	if err != nil {
		fmt.Fprintln(os.Stderr, "cri:", err)
		os.Exit(1)
	}
	fmt.Println(protojson.MarshalOptions{EmitUnpopulated: true}.Format(answer))
}
