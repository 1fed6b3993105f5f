import Testing

@testable import Notify

@Suite("The bell of the senders")
struct SendingBellTests {
    @Test("A ring wakes one who sleeps; when nobody sleeps, whoever would go to sleep looks once more")
    func rings() async throws {
        let bell = SendingBell()
        let (first, second) = (bell.listen(), bell.listen())
        bell.ring()
        #expect(!bell.sleeps(first), "it rang while both were awake")
        #expect(bell.sleeps(first))
        bell.ring()
        var rings = first.rings.makeAsyncIterator()
        #expect(await rings.next() != nil)
        #expect(bell.sleeps(second), "the ring was the other's")
        bell.ring()
        #expect(bell.sleeps(first))
        var others = second.rings.makeAsyncIterator()
        #expect(await others.next() != nil)
    }

    @Test("The clock's ring wakes everybody, and is kept for whoever was awake")
    func forAll() async throws {
        let bell = SendingBell()
        let (first, second) = (bell.listen(), bell.listen())
        #expect(bell.sleeps(first))
        bell.ringForAll()
        var rings = first.rings.makeAsyncIterator()
        #expect(await rings.next() != nil)
        #expect(!bell.sleeps(second))
        #expect(bell.sleeps(second) && bell.sleeps(first))
        bell.ringForAll()
        #expect(bell.sleeps(first) && bell.sleeps(second), "nobody was awake, so nothing is kept")
    }
}
