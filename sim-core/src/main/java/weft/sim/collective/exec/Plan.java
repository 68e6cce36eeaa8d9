package weft.sim.collective.exec;

import org.jspecify.annotations.Nullable;
import weft.sim.collective.Schedule;
import weft.sim.collective.cost.Charges;

/**
 * How a group does a collective of a size.
 *
 * @param algorithm name of the algorithm
 * @param protocol name of the protocol that the library uses; empty if that is not said
 * @param schedule who sends what to whom; null if round the group's rings
 * @param charges what the library adds to the time of the network
 */
public record Plan(
    String algorithm, String protocol, @Nullable Schedule schedule, Charges charges) {

  /** The same with other charges. */
  public Plan withCharges(Charges charges) {
    return new Plan(algorithm, protocol, schedule, charges);
  }
}
