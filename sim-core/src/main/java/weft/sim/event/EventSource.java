package weft.sim.event;

/**
 * A model with events of its own, in a queue and an order of its own, that shares the clock of an
 * {@link Engine}.
 *
 * <p>The engine has a source run up to its own next event. Events of the engine happen before those
 * of a source at the same picosecond, unless the latter have begun: what a source schedules with
 * the engine at the current picosecond happens at once, before the source goes on.
 */
public interface EventSource {

  /**
   * Handles events that are earlier than {@link Engine#horizonPs()}, which may come nearer with
   * each; moves the clock ({@link Engine#advanceTo}) before it calls anybody else.
   *
   * @param most events to handle at most
   * @return how many it handled; 0 if none was left
   */
  long run(long most);
}
