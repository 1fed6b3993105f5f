import Foundation
import Postgres
import Threading

/// A TCP proxy in front of the database that loses connections, answers or everything when a test says so.
final class CuttingProxy: @unchecked Sendable {
    // Unchecked because everything that changes is in `state`; descriptors are closed only by the proxy's own thread.
    private struct Pair {
        var client: CInt
        var server: CInt
    }

    private struct State {
        var listener: CInt
        var pairs: [Pair] = []
        var cut: (text: [UInt8], isForwarded: Bool)?
        var isSilent = false
        var isStopped = false
    }

    struct CannotListen: Error {}

    private let state: Locked<State>
    private let port: UInt16
    private let target: UInt16

    /// Lends a proxy and the connection string that leads through it.
    static func with<T>(
        _ conninfo: String, _ body: (_ proxy: CuttingProxy, _ through: String) async throws -> T
    ) async throws -> T {
        var through = try Conninfo(conninfo)
        let proxy = try CuttingProxy(target: UInt16(through["port"] ?? "") ?? 5432)
        defer { proxy.state.withLock { $0.isStopped = true } }
        through["host"] = "127.0.0.1"
        through["port"] = String(proxy.port)
        through["sslmode"] = "disable"
        through["gssencmode"] = "disable"
        return try await body(proxy, through.text)
    }

    private init(target: UInt16) throws {
        let (listener, port) = try Self.listen(port: 0)
        self.state = Locked(State(listener: listener))
        self.port = port
        self.target = target
        Thread.detachNewThread { self.run() }
    }

    /// Closes the connection on which the client sends `text`, with or without passing the text on first.
    func cut(at text: String, forwarding: Bool) {
        self.state.withLock { $0.cut = (Array(text.utf8), forwarding) }
    }

    /// Closes every connection.
    func cutNow() {
        self.state.withLock { state in
            for pair in state.pairs {
                shutdown(pair.client, CInt(SHUT_RDWR))
                shutdown(pair.server, CInt(SHUT_RDWR))
            }
        }
    }

    /// Passes nothing on any more, without closing anything.
    func fallSilent() { self.state.withLock { $0.isSilent = true } }

    /// Closes every connection and refuses new ones.
    func goAway() throws {
        self.state.withLock { _ = shutdown($0.listener, CInt(SHUT_RDWR)) }
        self.cutNow()
    }

    /// Accepts connections again.
    func comeBack() throws {
        let (listener, _) = try Self.listen(port: self.port)
        self.state.withLock { $0.listener = listener }
    }

    private static func listen(port: UInt16) throws -> (CInt, UInt16) {
        let descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var yes: CInt = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        var address = Self.loopback(port)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && Glibc.listen(descriptor, 64) == 0
                    && getsockname(descriptor, $0, &length) == 0
            }
        }
        guard isListening else { throw CannotListen() }
        return (descriptor, UInt16(bigEndian: address.sin_port))
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }

    private func run() {
        while true {
            let (listener, pairs, isStopped, isSilent) = self.state.withLock {
                ($0.listener, $0.pairs, $0.isStopped, $0.isSilent)
            }
            if isStopped {
                for pair in pairs { self.close(pair) }
                Glibc.close(listener)
                return
            }
            var watched = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
            if !isSilent {
                for pair in pairs {
                    watched.append(pollfd(fd: pair.client, events: Int16(POLLIN), revents: 0))
                    watched.append(pollfd(fd: pair.server, events: Int16(POLLIN), revents: 0))
                }
            }
            poll(&watched, nfds_t(watched.count), 10)
            if watched[0].revents & Int16(POLLIN) != 0 { self.accept(listener) }
            if isSilent { continue }
            for (index, pair) in pairs.enumerated() {
                let isOpen =
                    (watched[1 + 2 * index].revents == 0
                        || self.pass(from: pair.client, to: pair.server, isRequest: true))
                    && (watched[2 + 2 * index].revents == 0
                        || self.pass(from: pair.server, to: pair.client, isRequest: false))
                if !isOpen { self.close(pair) }
            }
        }
    }

    private func accept(_ listener: CInt) {
        let client = Glibc.accept(listener, nil, nil)
        guard client >= 0 else { return }
        let server = socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0)
        var address = Self.loopback(self.target)
        _ = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        self.state.withLock { $0.pairs.append(Pair(client: client, server: server)) }
    }

    /// - Returns: whether the connection goes on.
    private func pass(from: CInt, to: CInt, isRequest: Bool) -> Bool {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = recv(from, &buffer, buffer.count, CInt(MSG_DONTWAIT))
        guard count > 0 else { return count < 0 && errno == EAGAIN }
        let bytes = buffer[..<count]
        let cut = self.state.withLock { state -> (text: [UInt8], isForwarded: Bool)? in
            guard isRequest, let cut = state.cut, bytes.contains(cut.text) else { return nil }
            state.cut = nil
            return cut
        }
        if cut?.isForwarded ?? true { self.write(Array(bytes), to: to) }
        return cut == nil
    }

    private func write(_ bytes: [UInt8], to descriptor: CInt) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            sent += count
        }
    }

    private func close(_ pair: Pair) {
        self.state.withLock { $0.pairs.removeAll { $0.client == pair.client } }
        Glibc.close(pair.client)
        Glibc.close(pair.server)
    }
}
