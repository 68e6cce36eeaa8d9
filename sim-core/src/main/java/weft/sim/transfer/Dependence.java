package weft.sim.transfer;

import java.util.function.IntConsumer;

/** What the duration of transfers depends on. */
@FunctionalInterface
public interface Dependence {

  /**
   * Tells which links' traffic can change how long the transfers of a connection take.
   *
   * @param links is told each of them
   * @return whether that is all, so that the same transfers take the same time whenever nobody else
   *     uses these links; false for a model in which it depends on more
   */
  boolean dependsOn(int source, int destination, int flow, IntConsumer links);
}
