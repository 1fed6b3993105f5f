/// How a service's process ends, after `sysexits.h`.
enum ExitCode {
    static let success: Int32 = 0
    static let failure: Int32 = 1
    /// EX_USAGE: unknown subcommand or wrong arguments.
    static let usage: Int32 = 64
    /// EX_UNAVAILABLE: the database did not answer while starting.
    static let unavailable: Int32 = 69
    /// EX_CONFIG: a setting is missing or wrong, the schema is not up to date, the topology differs.
    static let configuration: Int32 = 78
}

/// Why a service does not start: one sentence for the operator, and the exit code.
struct StartRefused: Error, Hashable {
    let code: Int32
    let sentence: String
}
