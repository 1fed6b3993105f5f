import Foundation
import Glibc
import TestSupport
import Threading

/// Stands between a client and the broker, and can stop carrying anything while all connections stay open.
final class SilentProxy: Sendable {
    let port: Int
    private let listener: CInt
    private let target: Int
    private let isSilent = Locked(false)
    private let isStopped = Locked(false)

    init(target: Int) throws {
        (self.listener, self.port) = try Loopback.listener()
        self.target = target
        Thread { [self] in self.accept() }.start()
    }

    /// From now on nothing passes in either direction.
    func fallSilent() { self.isSilent.withLock { $0 = true } }

    /// Carries again what it held back and what comes.
    func speakAgain() { self.isSilent.withLock { $0 = false } }

    /// Closes everything.
    func stop() { self.isStopped.withLock { $0 = true } }

    private func accept() {
        while self.isReadable(self.listener) {
            let client = Glibc.accept(self.listener, nil, nil)
            // Without a server the client is left hanging, as the tests want it of a silent peer.
            guard client >= 0, let server = try? Loopback.connect(port: self.target) else { continue }
            let ends = Locked(2)
            for (from, to) in [(client, server), (server, client)] {
                Thread { [self] in
                    self.carry(from, to)
                    shutdown(from, CInt(SHUT_RDWR))
                    shutdown(to, CInt(SHUT_RDWR))
                    let isLast = ends.withLock { count in
                        count -= 1
                        return count == 0
                    }
                    if isLast { [from, to].forEach { close($0) } }
                }.start()
            }
        }
        close(self.listener)
    }

    private func carry(_ from: CInt, _ to: CInt) {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while self.isReadable(from) {
            let count = read(from, &buffer, buffer.count)
            guard count > 0 else { return }
            var sent = 0
            while sent < count {
                let part = buffer[sent..<count].withUnsafeBytes {
                    send(to, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
                }
                guard part > 0 else { return }
                sent += part
            }
        }
    }

    /// Waits for something to read while not silent; false when stopped.
    private func isReadable(_ descriptor: CInt) -> Bool {
        while !self.isStopped.withLock({ $0 }) {
            let silent = self.isSilent.withLock { $0 }
            var wanted = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            if poll(&wanted, silent ? 0 : 1, 20) > 0, !self.isSilent.withLock({ $0 }) { return true }
        }
        return false
    }
}
