public import Contracts
public import Postgres

extension Problem {
    /// What the caller is told of a failure of the database; `nil` for faults of ours, which become a 500.
    public init?(_ error: PostgresError) {
        switch error.kind {
        case .unavailable: self = .unavailable(retryAfter: 5)
        case .connectionLost, .conflict, .timedOut: self = .unavailable(retryAfter: 2)
        case .commitOutcomeUnknown:
            self = Problem(
                code: "hasil-belum-pasti", title: "Hasilnya belum pasti", status: 503,
                detail:
                    "Sambungan terputus saat menyimpan. Muat ulang halaman untuk melihat apakah perubahan Anda tersimpan.",
                retryAfter: 5)
        // A full disk, no memory, no connection left, a server that stops: theirs to mend, and gone after that.
        case .refused where error.isRetriable: self = .unavailable(retryAfter: 30)
        case .constraintViolation, .decoding, .refused: return nil
        }
    }
}
