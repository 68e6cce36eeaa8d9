package weft.sim.collective;

/**
 * How long the collectives of a group take once all of its ranks have come, where that is given:
 * they use no links, and nobody slows them down.
 */
@FunctionalInterface
public interface KnownTime {

  /** They end when the last rank comes. */
  KnownTime AT_ONCE = bytes -> 0;

  /** The time of a collective of so many bytes, picoseconds. */
  long durationPs(long bytes);
}
