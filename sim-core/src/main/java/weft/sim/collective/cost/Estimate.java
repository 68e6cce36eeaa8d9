package weft.sim.collective.cost;

import org.jspecify.annotations.Nullable;
import weft.sim.collective.algorithm.Algorithm;

/**
 * What a collective would cost one way of doing it.
 *
 * @param name of the algorithm or schedule
 * @param algorithm how the data goes; null if as a schedule says that was given
 * @param protocol how each step moves it
 * @param channels on how many channels; {@link weft.sim.collective.algorithm.Schedules#AUTOMATIC}
 *     where that does not depend on the size
 * @param parts what the time is made of
 * @param rankingPs what the library takes the time for when it chooses, picoseconds
 * @param isOfLibrary whether the library would ever choose it by itself
 */
public record Estimate(
    String name,
    @Nullable Algorithm algorithm,
    Protocol protocol,
    int channels,
    CostParts parts,
    double rankingPs,
    boolean isOfLibrary) {

  /** The time, picoseconds. */
  public double timePs() {
    return parts.sumPs();
  }
}
