package weft.sim.transfer;

/** What a connection has when nothing else is sent. */
public interface Wires {

  /** Latency of the path that a connection takes, picoseconds. */
  long latencyPs(int source, int destination, int flow);

  /** Rate at which payload leaves for that path, bits per second. */
  long rateBps(int source, int destination, int flow);
}
