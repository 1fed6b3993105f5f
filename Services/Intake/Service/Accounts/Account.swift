import Contracts
import Foundation
import Web

/// A person with an account.
struct Account: Sendable {
    var personID: PersonID
    var name: String
    var institution: String?
    var email: String
    var mobile: String?
    var grants: [Grant]
    /// When it was shown that the person reads this address; `nil` while it was only typed.
    var emailProvenAt: Date?
}
