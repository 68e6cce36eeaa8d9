package weft.sim.packet.store;

/**
 * What ports write into packets that pass (in-band network telemetry as HPCC uses it: Li et al.,
 * SIGCOMM 2019): how many have written, and {@link #WORDS} words of each.
 */
public final class Telemetry {

  /** Words of a hop: time, queue, bytes sent so far, rate. */
  public static final int WORDS = 4;

  private Telemetry() {}

  /** Words of a packet that crosses that many ports. */
  public static int words(int hops) {
    return 1 + hops * WORDS;
  }

  /** Nobody has written yet. */
  public static void clear(PacketStore store, int packet) {
    store.setTelemetry(packet, 0, 0);
  }

  /** A port writes. */
  public static void add(
      PacketStore store, int packet, long timePs, long queueBytes, long sentBytes, long rateBps) {
    int hop = hops(store, packet);
    int at = words(hop);
    store.setTelemetry(packet, at, timePs);
    store.setTelemetry(packet, at + 1, queueBytes);
    store.setTelemetry(packet, at + 2, sentBytes);
    store.setTelemetry(packet, at + 3, rateBps);
    store.setTelemetry(packet, 0, hop + 1);
  }

  /** How many ports have written. */
  public static int hops(PacketStore store, int packet) {
    return (int) store.telemetry(packet, 0);
  }
}
