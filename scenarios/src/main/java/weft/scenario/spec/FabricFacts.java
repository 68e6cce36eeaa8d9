package weft.scenario.spec;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Facts of a fabric that other parts of a scenario must agree with.
 *
 * @param gpus number of GPUs, at least 1
 * @param gpuTypes names of the kinds of GPU, in the order of the sites; mostly one
 * @param switchLayers layers of switches of the network between nodes, at least 1
 */
public record FabricFacts(int gpus, Set<String> gpuTypes, int switchLayers) {

  public FabricFacts {
    gpuTypes = Collections.unmodifiableSet(new LinkedHashSet<>(gpuTypes));
  }

  /** Those of a part with so many GPUs. */
  public FabricFacts withGpus(int gpus) {
    return new FabricFacts(gpus, gpuTypes, switchLayers);
  }
}
