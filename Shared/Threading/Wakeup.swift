import Glibc

/// Wakes a thread that sleeps in `poll(2)`: a pipe that becomes readable.
final class Wakeup: Sendable {
    /// The end to poll for reading.
    let descriptor: CInt
    private let writeEnd: CInt

    init() {
        var ends: [CInt] = [-1, -1]
        // Without descriptors nothing of the process can work; there is no caller that could do better.
        precondition(pipe(&ends) == 0, "no pipe for a thread: errno \(errno)")
        for end in ends {
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        (self.descriptor, self.writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(self.descriptor)
        close(self.writeEnd)
    }

    /// Makes the sleeper return; may be called from any thread, and more than once.
    func signal() {
        var one: UInt8 = 1
        _ = write(self.writeEnd, &one, 1)
    }

    /// Takes the signals back.
    func clear() {
        var bytes: (UInt64, UInt64) = (0, 0)
        while read(self.descriptor, &bytes, 16) > 0 {}
    }
}
