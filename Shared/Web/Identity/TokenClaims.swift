internal import Contracts
internal import Foundation
internal import JWTKit

/// The claims of a token, as they stand in its JSON. Times are whole seconds since 1970.
struct TokenClaims: JWTPayload {
    var sub: String
    var name: String
    var institution: String?
    var grants: [Grant]
    var sid: String
    var csrf: String
    var iat: Int
    var exp: Int

    /// Times are checked by ``TokenVerifier`` against the clock that it is given.
    func verify(using algorithm: some JWTAlgorithm) async throws {}

    init(_ identity: Identity, issued: Date, lifetime: Int) {
        self.sub = identity.personID.description
        self.name = identity.name
        self.institution = identity.institution
        self.grants = identity.grants
        self.sid = identity.sessionID
        self.csrf = identity.csrf
        self.iat = Int(issued.timeIntervalSince1970)
        self.exp = self.iat + lifetime
    }

    /// `nil` when the subject is no person's identifier.
    var identity: Identity? {
        guard let person = PersonID(self.sub), !self.csrf.isEmpty, !self.sid.isEmpty else { return nil }
        return Identity(
            personID: person, name: self.name, institution: self.institution, grants: self.grants,
            sessionID: self.sid, csrf: self.csrf)
    }
}
