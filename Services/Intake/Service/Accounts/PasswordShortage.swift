import Contracts
import Passwords

/// What a visitor is told when a password cannot be hashed or checked just now.
enum PasswordShortage {
    /// A ``Problem`` for ``PasswordHasher/Busy`` and ``PasswordHasher/Failure`` (memory is short); any other error as it is.
    static func problem(for error: any Error) -> any Error {
        error is PasswordHasher.Busy || error is PasswordHasher.Failure ? Problem.unavailable(retryAfter: 2) : error
    }
}
