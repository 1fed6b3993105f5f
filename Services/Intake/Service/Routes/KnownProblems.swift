import Contracts
import IntakeDomain

/// The kinds of problems that have a page: where the `type` of a problem leads.
enum KnownProblems {
    static let all: [Problem] = [
        .invalid([]), .unreadable("Kiriman tidak sesuai dengan jenis isinya."), .unauthenticated, .forbidden,
        .notFound("Halaman atau data"), .tooLarge(limit: "disebut pada jawaban"), .unavailable(retryAfter: 1),
        .internal,
        CaseProblem.notYourTurn, CaseProblem.tooManyDrafts, CaseProblem.tooManyFiles, SignIn.refused,
        SignIn.locked(900),
    ]
}
