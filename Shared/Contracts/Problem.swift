/// What is wrong and what the caller can do about it: the body of `application/problem+json` (RFC 9457), and the same
/// over AMQP inside a refused reply.
///
/// Texts are Indonesian, for the person in front of the caller; `code` is for programs. A problem never repeats the
/// value that it rejects.
public struct Problem: Error, Hashable, Sendable, Codable {
    /// A stable name for programs, in kebab case; the last part of `type`.
    public var code: String
    /// One short sentence that is the same for every occurrence.
    public var title: String
    /// The HTTP status that belongs to it.
    public var status: Int
    /// What happened this time and what to do now.
    public var detail: String?
    /// The fields at fault, each with its remedy.
    public var errors: [FieldProblem]
    /// Seconds after which trying again makes sense.
    public var retryAfter: Int?

    /// A problem with everything said.
    public init(
        code: String, title: String, status: Int, detail: String? = nil, errors: [FieldProblem] = [],
        retryAfter: Int? = nil
    ) {
        self.code = code
        self.title = title
        self.status = status
        self.detail = detail
        self.errors = errors
        self.retryAfter = retryAfter
    }

    /// The URI reference that identifies the kind of problem.
    public var type: String { "/masalah/\(self.code)" }

    private enum CodingKeys: String, CodingKey { case type, code, title, status, detail, errors, retryAfter }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.code = try container.decode(String.self, forKey: .code)
        self.title = try container.decode(String.self, forKey: .title)
        self.status = try container.decode(Int.self, forKey: .status)
        self.detail = try container.decodeIfPresent(String.self, forKey: .detail)
        self.errors = try container.decodeIfPresent([FieldProblem].self, forKey: .errors) ?? []
        self.retryAfter = try container.decodeIfPresent(Int.self, forKey: .retryAfter)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(self.type, forKey: .type)
        try container.encode(self.code, forKey: .code)
        try container.encode(self.title, forKey: .title)
        try container.encode(self.status, forKey: .status)
        try container.encodeIfPresent(self.detail, forKey: .detail)
        if !self.errors.isEmpty { try container.encode(self.errors, forKey: .errors) }
        try container.encodeIfPresent(self.retryAfter, forKey: .retryAfter)
    }
}

/// One field at fault and what to do about it.
public struct FieldProblem: Hashable, Sendable, Codable {
    /// The path of the field: a JSON pointer without its first slash, or the number of a question such as `3.1`.
    public var field: String
    /// A stable name of the fault for programs: `required`, `unreadable`, `unknown`, `too-long`, `not-a-date` …
    public var code: String
    /// What is wrong and how to mend it, in Indonesian.
    public var message: String

    /// A fault of one field.
    public init(field: String, code: String, message: String) {
        self.field = field
        self.code = code
        self.message = message
    }
}

extension Problem {
    /// The request could not be read: broken JSON, wrong types, a value out of range. 422 (400 when nothing was readable).
    public static func invalid(_ errors: [FieldProblem], detail: String? = nil) -> Problem {
        Problem(
            code: "isian-tidak-sah", title: "Isian belum dapat diterima", status: 422,
            detail: detail ?? "Perbaiki bagian yang disebut, lalu kirim lagi.", errors: errors)
    }

    /// The body is not what its content type says.
    public static func unreadable(_ detail: String) -> Problem {
        Problem(code: "tidak-terbaca", title: "Kiriman tidak dapat dibaca", status: 400, detail: detail)
    }

    /// Nobody is signed in, or the token has run out or is forged.
    public static let unauthenticated = Problem(
        code: "belum-masuk", title: "Anda belum masuk", status: 401,
        detail: "Masuk ke akun Anda, lalu ulangi. Bila memakai token, mintalah token baru.")

    /// Signed in, but this is not for them. Also used where saying "not found" would tell less than it should.
    public static let forbidden = Problem(
        code: "tidak-berwenang", title: "Anda tidak berwenang", status: 403,
        detail: "Tindakan ini bukan untuk peran atau unit Anda.")

    /// There is nothing here that the caller may see: unknown, or somebody else's.
    public static func notFound(_ what: String) -> Problem {
        Problem(
            code: "tidak-ditemukan", title: "\(what) tidak ditemukan", status: 404,
            detail: "Periksa alamat atau nomornya.")
    }

    /// The state does not allow the step, or somebody else was faster.
    public static func conflict(_ code: String, _ title: String, detail: String) -> Problem {
        Problem(code: code, title: title, status: 409, detail: detail)
    }

    /// The body is larger than the limit.
    public static func tooLarge(limit: String) -> Problem {
        Problem(
            code: "terlalu-besar", title: "Kiriman terlalu besar", status: 413, detail: "Batasnya \(limit).")
    }

    /// The service cannot accept anything now; nothing was kept.
    public static func unavailable(retryAfter: Int) -> Problem {
        Problem(
            code: "sementara-tidak-tersedia", title: "Layanan sedang tidak tersedia", status: 503,
            detail: "Tidak ada yang tersimpan. Coba lagi sesaat lagi.", retryAfter: retryAfter)
    }

    /// A fault of ours; the trace id leads to the log line.
    public static let `internal` = Problem(
        code: "kesalahan-sistem", title: "Terjadi kesalahan pada sistem", status: 500,
        detail: "Tidak ada yang tersimpan setengah jalan. Ulangi, atau hubungi petugas bila tetap terjadi.")
}
