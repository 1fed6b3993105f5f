internal import Foundation
internal import Synchronization

/// Standard error, one whole line at a time.
public enum StandardError {
    private static let turn = Mutex(())

    /// Writes all of `text`; a closed standard error is nobody's fault and is ignored.
    public static func write(_ text: String) {
        let bytes = Array(text.utf8)
        self.turn.withLock { _ in
            var written = 0
            while written < bytes.count {
                let count = bytes[written...].withUnsafeBytes {
                    Foundation.write(STDERR_FILENO, $0.baseAddress, $0.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                written += count
            }
        }
    }
}
