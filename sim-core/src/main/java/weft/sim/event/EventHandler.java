package weft.sim.event;

/** Whose event it is: registered once with the {@link Engine}, called for each of its events. */
@FunctionalInterface
public interface EventHandler {

  /**
   * The event happens now.
   *
   * @param payload what it was scheduled with
   */
  void onEvent(long payload);
}
