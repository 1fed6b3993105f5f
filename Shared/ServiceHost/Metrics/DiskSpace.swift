internal import Foundation

/// What is left of the disk that the process stands on.
enum DiskSpace {
    /// 0 to 1, as far as ordinary users may fill it; `nil` when it cannot be asked.
    static func freeRatio(at path: String = ".") -> Double? {
        var figures = statvfs()
        guard statvfs(path, &figures) == 0, figures.f_blocks > 0 else { return nil }
        return Double(figures.f_bavail) / Double(figures.f_blocks)
    }
}
