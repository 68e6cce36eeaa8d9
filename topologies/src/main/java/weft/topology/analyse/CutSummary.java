package weft.topology.analyse;

/**
 * What can cross from one part of the nodes' ports to all others, over the network between nodes.
 * Links inside the nodes play no part, neither as a way around nor as a limit.
 *
 * @param name stable name in results, such as {@code half-of-units}
 * @param label what people call it; two cuts that are the same have the same
 * @param ports how many cable ends of nodes (NIC ports, or those of GPUs without NICs) stand on the
 *     smaller side
 * @param injectedBps what the smaller side's cables could send, payload, bits per second one way
 * @param maxFlowBps maximum flow from one side to the other, payload, bits per second one way
 */
public record CutSummary(String name, String label, int ports, long injectedBps, long maxFlowBps) {

  /** Maximum flow over what the smaller side could send: 1 where nothing is in the way. */
  public double ratio() {
    return (double) maxFlowBps / injectedBps;
  }
}
