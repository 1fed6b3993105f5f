import Glibc
import Testing
import TestSupport

@testable import AMQP

@Suite("A burst of messages")
struct BurstTests {
    @Test("What is published together leaves in a few large packets, and all of it when the burst is over")
    func leavesInLargePackets() async throws {
        try await TestVirtualHost.with { configuration in
            try self.oneByOneAndTogether(configuration)
        }
    }

    /// Not a step of the test itself: a link lives on one thread.
    private func oneByOneAndTogether(_ configuration: AMQPConfiguration) throws {
        let link = try Link(deadlines: Deadlines())
        try link.open(configuration.endpoints[0], configuration)
        defer { link.close() }
        // Fewer than the kernel sends before it waits for an acknowledgement; it puts together what waits.
        let count = 8
        // To the default exchange, where nobody has a queue of this name: the broker drops them and answers nothing.
        let one = message("1", to: "nobody", exchange: "", body: [UInt8](repeating: 0x20, count: 1024))

        let before = try self.packets(link)
        for _ in 0..<count { try link.publish(one) }
        let between = try self.packets(link)
        try link.burst { for _ in 0..<count { try link.publish(one) } }
        let after = try self.packets(link)

        #expect(between - before == count, "one by one is the control: \(between - before) packets")
        #expect(after - between <= 2, "\(after - between) packets")
    }

    /// How many packets with data the kernel has sent: `tcpi_data_segs_out` of `tcp_info`, which older headers lack, at its
    /// place in the kernel's own (linux/tcp.h).
    private func packets(_ link: Link) throws -> Int {
        let place = 156
        var info = [UInt8](repeating: 0, count: 512)
        var length = socklen_t(info.count)
        let result = getsockopt(link.descriptor, CInt(IPPROTO_TCP), CInt(TCP_INFO), &info, &length)
        try #require(result == 0 && length >= place + 4, "the kernel tells \(length) bytes")
        return info.withUnsafeBytes { Int($0.loadUnaligned(fromByteOffset: place, as: UInt32.self)) }
    }
}
