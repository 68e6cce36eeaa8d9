package weft.sim.packet.queue;

import weft.sim.packet.store.PacketStore;
import weft.sim.random.KeyedHash;

/** Chance that belongs to a packet at a port, and not to the moment. */
final class Marking {

  private Marking() {}

  /** Whether a packet is among the share {@code probability} of those that a port sees. */
  static boolean isChosen(long seed, int port, PacketStore store, int packet, double probability) {
    long key = ((long) store.flow(packet) << 32) | (store.sequence(packet) & 0xFFFF_FFFFL);
    long hash = KeyedHash.mix(KeyedHash.mix(seed, port), key);
    return (hash >>> 11) * 0x1p-53 < probability;
  }
}
