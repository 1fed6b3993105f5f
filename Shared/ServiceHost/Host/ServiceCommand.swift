/// A subcommand of a service, beside `serve` and `migrate`.
public struct ServiceCommand: Sendable {
    /// The word: `create-account`.
    public let name: String
    /// The arguments in words, for `--help`: `<e-mail> <role>`.
    public let arguments: String
    /// What it does, in one sentence.
    public let summary: String
    let body: @Sendable ([String], SettingsReader, ServiceDependencies) async throws -> Void

    /// A subcommand. It may print to standard output; throwing ends the process with code 1 and the error's description.
    public init(
        _ name: String, arguments: String = "", summary: String,
        run body: @escaping @Sendable ([String], SettingsReader, ServiceDependencies) async throws -> Void
    ) {
        self.name = name
        self.arguments = arguments
        self.summary = summary
        self.body = body
    }
}

/// The arguments of a subcommand were wrong: exit code 64.
public struct UsageError: Error, CustomStringConvertible {
    /// What is wrong.
    public let description: String

    /// Wrong arguments, in one sentence.
    public init(_ description: String) { self.description = description }
}
