internal import Foundation

/// What the process takes of the machine, from `/proc/self`.
struct ProcessUsage: Hashable {
    /// Resident memory in bytes.
    var residentBytes: Int
    /// User and system time in seconds.
    var processorSeconds: Double
    /// Open file descriptors.
    var openFiles: Int

    /// `nil` where there is no `/proc`.
    static func now() -> ProcessUsage? {
        // What cannot be read is not there.
        guard let memory = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8),
            let stat = try? String(contentsOfFile: "/proc/self/stat", encoding: .utf8),
            let pages = memory.split(separator: " ").dropFirst().first.flatMap({ Int($0) }),
            let close = stat.lastIndex(of: ")")
        else { return nil }
        // Behind the name, which may hold spaces: field 3 is the first, so 14 and 15 (utime, stime) are at 11 and 12.
        let fields = stat[stat.index(after: close)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return nil }
        // Fails when no file can be opened any more: then no number at all is better than the number 0.
        guard let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count else {
            return nil
        }
        return ProcessUsage(
            residentBytes: pages * Int(sysconf(Int32(_SC_PAGESIZE))),
            processorSeconds: (user + system) / Double(sysconf(Int32(_SC_CLK_TCK))), openFiles: files)
    }
}
