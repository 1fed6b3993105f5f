import Foundation
import Synchronization

/// A TCP proxy in front of a test server, which can be cut as a network is: open connections break, new ones are refused.
final class CuttableProxy: Sendable {
    struct NoSocket: Error {}

    private struct State {
        var listener: Int32 = -1
        var open: Set<Int32> = []
    }

    let port: Int
    private let target: Int
    private let state = Mutex(State())

    /// A proxy on a free port of loopback, in front of `target` there.
    init(to target: Int) throws {
        self.target = target
        let (listener, port) = try Self.listen(port: 0)
        self.port = port
        self.state.withLock { $0.listener = listener }
        self.accept(on: listener)
    }

    func cut() {
        let (listener, open) = self.state.withLock { state in
            defer { state = State() }
            return (state.listener, state.open)
        }
        for socket in [listener] + open where socket >= 0 { shutdown(socket, Int32(SHUT_RDWR)) }
        if listener >= 0 { close(listener) }
    }

    func mend() throws {
        let (listener, _) = try Self.listen(port: self.port)
        self.state.withLock { $0.listener = listener }
        self.accept(on: listener)
    }

    private func accept(on listener: Int32) {
        Thread.detachNewThread {
            while true {
                let near = Foundation.accept(listener, nil, nil)
                guard near >= 0 else { return }
                let far = Self.socket()
                var address = Self.address(self.target)
                let connected = withUnsafePointer(to: &address) {
                    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                        connect(far, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                    }
                }
                guard connected == 0 else {
                    close(near)
                    close(far)
                    continue
                }
                self.state.withLock { $0.open.formUnion([near, far]) }
                let pump: @Sendable (Int32, Int32) -> Void = { from, to in
                    var buffer = [UInt8](repeating: 0, count: 16 * 1024)
                    while true {
                        let count = read(from, &buffer, buffer.count)
                        guard count > 0 else { break }
                        guard send(to, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
                    }
                    shutdown(from, Int32(SHUT_RDWR))
                    shutdown(to, Int32(SHUT_RDWR))
                }
                let shared = SharedEnds(near: near, far: far)
                Thread.detachNewThread {
                    pump(near, far)
                    shared.left {
                        self.state.withLock {
                            _ = $0.open.remove(near); _ = $0.open.remove(far)
                        }
                    }
                }
                Thread.detachNewThread {
                    pump(far, near)
                    shared.left {
                        self.state.withLock {
                            _ = $0.open.remove(near); _ = $0.open.remove(far)
                        }
                    }
                }
            }
        }
    }

    /// Closes both sockets when both directions have ended.
    private final class SharedEnds: Sendable {
        private let running = Mutex(2)
        private let near: Int32
        private let far: Int32

        init(near: Int32, far: Int32) {
            self.near = near
            self.far = far
        }

        func left(_ forget: () -> Void) {
            let last = self.running.withLock { running in
                running -= 1
                return running == 0
            }
            guard last else { return }
            forget()
            close(self.near)
            close(self.far)
        }
    }

    private static func socket() -> Int32 { Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) }

    private static func address(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private static func listen(port: Int) throws -> (Int32, Int) {
        let listener = self.socket()
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = self.address(port)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && Foundation.listen(listener, 64) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard bound else { throw NoSocket() }
        return (listener, Int(in_port_t(bigEndian: address.sin_port)))
    }
}
