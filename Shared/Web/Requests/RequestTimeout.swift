internal import Contracts
internal import Hummingbird

/// Cancels `operation` when it takes longer than `limit`.
///
/// - Throws: a problem with status 503 that does not claim to know whether something was stored.
func withRequestTimeout(
    _ limit: Duration, _ operation: @escaping @Sendable () async throws -> Response
) async throws -> Response {
    try await withThrowingTaskGroup(of: Response?.self) { group in
        group.addTask { try await operation() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let response = first else {
            throw Problem(
                code: "terlalu-lama", title: "Permintaan belum selesai", status: 503,
                detail: "Layanan sedang lambat. Muat ulang halaman untuk melihat apakah perubahan Anda tersimpan.",
                retryAfter: 10)
        }
        return response
    }
}
