"""What glibc is told about memory, by everyone who starts a program of ours; `Dockerfile` says the same."""

from __future__ import annotations

ALLOCATOR = {
    # glibc would keep an arena per thread, and the working memory of password hashing, for good.
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_MMAP_THRESHOLD_": "1048576",
    # What a thread keeps for itself counts as in use, fills for hours, and holds whole pages that `HeapKeeper` cannot
    # give back.
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
}
