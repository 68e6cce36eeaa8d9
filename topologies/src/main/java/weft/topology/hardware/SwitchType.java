package weft.topology.hardware;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import weft.topology.error.TopologyException;

/**
 * A packet switch.
 *
 * @param name its name in scenario files, such as {@code qm9700}
 * @param label what people call it
 * @param ports how many ports it has: its radix
 * @param portRateBps line rate of a port one way, bits per second
 * @param mostCablesPerPort how many slower cables share a port at most, by splitting it
 * @param transceiver the module that its ports usually hold; null for none, as with copper
 * @param latencyPs from port to port as its maker or a seller states it, picoseconds; empty if
 *     nobody does. It is for the reader: the latency of a link was measured with its switch
 * @param power what it draws without its modules, watts; null if nobody knows
 * @param price what one costs without its modules, US dollars; null if nobody knows
 */
public record SwitchType(
    String name,
    String label,
    int ports,
    long portRateBps,
    int mostCablesPerPort,
    @Nullable Transceiver transceiver,
    OptionalLong latencyPs,
    @Nullable Sourced power,
    @Nullable Sourced price) {

  static SwitchType from(Entry entry, Shelf<Transceiver> transceivers) {
    return new SwitchType(
        entry.name(),
        entry.text("label"),
        entry.count("ports"),
        entry.rateBps("port-rate"),
        entry.count("cables-per-port"),
        entry.has("transceiver") ? transceivers.get(entry.text("transceiver")) : null,
        entry.has("latency") ? OptionalLong.of(entry.latencyPs("latency")) : OptionalLong.empty(),
        entry.watts("power"),
        entry.dollars("price"));
  }

  /**
   * Ports that a number of cables of one rate take.
   *
   * @throws TopologyException if the ports are too slow
   */
  public long portsFor(long cables, long cableRateBps) {
    long cablesPerPort = cablesPerPort(cableRateBps);
    return (cables + cablesPerPort - 1) / cablesPerPort;
  }

  /**
   * How many cables of one rate it takes in all.
   *
   * @throws TopologyException if the ports are too slow
   */
  public int cablesAt(long cableRateBps) {
    return Math.toIntExact(ports * cablesPerPort(cableRateBps));
  }

  private long cablesPerPort(long cableRateBps) {
    if (cableRateBps > portRateBps) {
      throw new TopologyException(
          "the ports of a %s run at %d Gb/s; a cable of %d Gb/s is too fast for them"
              .formatted(name, portRateBps / 1_000_000_000, cableRateBps / 1_000_000_000));
    }
    return Math.min(mostCablesPerPort, portRateBps / cableRateBps);
  }

  /** The same switch with another number of ports. */
  public SwitchType withPorts(int otherPorts) {
    return new SwitchType(
        name,
        label,
        otherPorts,
        portRateBps,
        mostCablesPerPort,
        transceiver,
        latencyPs,
        power,
        price);
  }
}
