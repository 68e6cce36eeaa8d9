package weft.sim.collective;

/**
 * A participant inside the network, which reduces and multicasts but has no data of its own.
 *
 * @param kind what it is
 * @param place of an NVSwitch the scale-up domain, of a leaf the number of the leaf, both as {@link
 *     GroupShape} has them; of a spine which of the spines that the schedule uses, from 0 on
 */
public record Relay(Kind kind, int place) {

  /** What a relay is. */
  public enum Kind {
    /** The NVSwitches of a scale-up domain taken together. */
    NVSWITCH,
    /** A leaf switch of the scale-out network. */
    LEAF,
    /** A spine switch, above all leaves of the group. */
    SPINE
  }

  /** Whether two participants are joined by the scale-out network: not within a domain. */
  public static boolean isScaleOut(
      Schedule schedule, GroupShape shape, int participant, int other) {
    int last = Math.max(participant, other);
    return last < schedule.ranks()
        ? shape.isScaleOut(participant, other)
        : schedule.relays().get(last - schedule.ranks()).kind() != Kind.NVSWITCH;
  }
}
