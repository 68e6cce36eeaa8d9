package weft.sim.packet;

import weft.sim.packet.queue.Links;
import weft.sim.packet.store.PacketEvents;
import weft.sim.packet.store.PacketStore;
import weft.sim.packet.store.PathTable;

/**
 * Where those packets go that arrive next, found for a bucket of events at once.
 *
 * <p>An arrival leads to the packet, the packet to its path, the path to the next link: three loads
 * that wait for each other and that a large network does not find in the processor's caches. For
 * all events of a bucket together they wait once.
 */
final class Lookahead implements PacketEvents.BucketListener {

  private final PacketEvents events;
  private final PacketStore store;
  private final PathTable table;
  private final Links links;

  private int[] packets = new int[0];
  private int[] nexts = new int[0];
  private int known;

  /** There to be written, so that the loads happen. */
  private long touched;

  Lookahead(PacketEvents events, PacketStore store, PathTable table, Links links) {
    this.events = events;
    this.store = store;
    this.table = table;
    this.links = links;
    events.listen(this);
  }

  @Override
  public void onBucket(long[] words, int count) {
    if (count > nexts.length) {
      packets = new int[2 * count];
      nexts = new int[2 * count];
    }
    int[] ids = packets;
    int[] ahead = nexts;
    for (int i = 0; i < count; i++) {
      long word = words[i];
      boolean isPacket = PacketEvents.kind(word) == PacketEvents.ARRIVAL;
      int packet = isPacket ? PacketEvents.packet(word) : PacketStore.NONE;
      ids[i] = packet;
      ahead[i] = isPacket ? store.position(packet) + 1 : 0;
    }
    for (int i = 0; i < count; i++) {
      ahead[i] = table.link(ahead[i]);
    }
    long sum = 0;
    for (int i = 0; i < count; i++) {
      sum += ahead[i] < 0 ? 0 : links.port(ahead[i]).busyUntilPs();
    }
    touched = sum;
    known = count;
  }

  /**
   * The link that a packet takes which arrives now, or {@link PathTable#END}.
   *
   * @param position that of the link
   */
  int next(int packet, int position) {
    int at = events.index();
    // What was added to the bucket since has moved the others up. A packet arrives once: the same
    // one at its place is the one that was meant.
    return at < known && packets[at] == packet ? nexts[at] : table.link(position);
  }

  @Override
  public String toString() {
    return "Lookahead[" + touched + "]";
  }
}
