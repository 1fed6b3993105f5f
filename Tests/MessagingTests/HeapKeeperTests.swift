import Glibc
import Testing
import TestSupport

@testable import MessagingLive

@Suite("The heap's keeper")
struct HeapKeeperTests {
    // ThreadSanitizer brings a heap of its own.
    @Test("Pages between what is still in use go back to the machine", .enabled(if: TestPatience.factor == 1))
    func returnsPagesInTheMiddle() throws {
        let page = sysconf(Int32(_SC_PAGESIZE))
        let size = 16 * page
        // Below the size from which blocks are mapped one by one, so all of them lie in the heap.
        let blocks = try (0..<512).map { _ in try #require(malloc(size)) }
        for block in blocks { memset(block, 1, size) }
        // Every other one stays, so that nothing but the middle can be given back.
        let (kept, freed) = (
            blocks.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element),
            blocks.enumerated().filter { !$0.offset.isMultiple(of: 2) }.map { UInt(bitPattern: $0.element) }
        )
        for address in freed { free(UnsafeMutableRawPointer(bitPattern: address)) }

        HeapKeeper.giveBack()

        // Other tests allocate meanwhile, so not each of them is bound to be away.
        let away = freed.count { !Self.isResident($0 + UInt(8 * page), page: UInt(page)) }
        #expect(away > freed.count / 2, "\(away) of \(freed.count)")
        for block in kept { free(block) }
    }

    /// Whether the page at an address lies in memory. One that was never touched, or was given back, does not.
    private static func isResident(_ address: UInt, page: UInt) -> Bool {
        var state: UInt8 = 0
        let result = mincore(UnsafeMutableRawPointer(bitPattern: address / page * page), Int(page), &state)
        return result == 0 && state & 1 == 1
    }
}
