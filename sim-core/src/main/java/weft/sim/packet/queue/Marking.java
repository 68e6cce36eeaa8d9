package weft.sim.packet.queue;

import java.util.function.IntToLongFunction;
import weft.sim.packet.store.PacketStore;
import weft.sim.random.KeyedHash;

/** Chance that belongs to a packet at a port, not to the moment, nor to who came first. */
public final class Marking {

  private final long seed;
  private final PacketStore store;
  private final IntToLongFunction flowKeys;

  /**
   * Draws by a seed.
   *
   * @param flowKeys what tells a flow from others, whatever its number
   */
  public Marking(long seed, PacketStore store, IntToLongFunction flowKeys) {
    this.seed = seed;
    this.store = store;
    this.flowKeys = flowKeys;
  }

  /** Whether a packet is among the share {@code probability} of those that a port sees. */
  boolean isChosen(int port, int packet, double probability) {
    return draw(seed, port, packet) < probability;
  }

  /** Whether a packet is in the half that has luck: another draw for each time that it comes. */
  boolean isLucky(int port, int packet, long nowPs) {
    return draw(KeyedHash.mix(~seed, nowPs), port, packet) < 0.5;
  }

  private double draw(long key, int port, int packet) {
    long flow = flowKeys.applyAsLong(store.flow(packet));
    long hash =
        KeyedHash.mix(KeyedHash.mix(KeyedHash.mix(key, port), flow), store.sequence(packet));
    return (hash >>> 11) * 0x1p-53;
  }
}
