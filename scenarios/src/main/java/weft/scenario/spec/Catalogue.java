package weft.scenario.spec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.fabric.Fabric;

/** What the program knows about the things that scenarios name. */
public interface Catalogue {

  /** The known names of a kind, in the order in which they are to be listed. */
  Set<String> names(NameKind kind);

  /**
   * The dimensions of a known model.
   *
   * @param name one of {@link #names} of {@link NameKind#MODEL}
   */
  ModelSpec.Custom model(String name);

  /**
   * Why a training step does not fit into the memory of its GPUs, with a way out; empty if it does.
   *
   * @param training a step that can be planned
   * @param gpu name of a GPU
   */
  Optional<String> misfit(WorkloadSpec.Training training, String gpu);

  /**
   * Why a model that is served does not fit into the memory of its GPUs, with a way out; empty if
   * it does.
   *
   * @param inference what can be planned
   * @param fabric of one kind of GPU
   */
  Optional<String> misfit(Inference inference, FabricFacts fabric);

  /**
   * Counts of the fabric, without building it unless it comes from a file.
   *
   * @throws IllegalArgumentException if no such fabric can be built; its message, whole sentences
   *     with a way out, is shown to the user
   */
  FabricFacts fabric(FabricSpec fabric);

  /**
   * What is wrong with the names in a list of flows; to know it, the fabric is built.
   *
   * @param fabric one that can be built
   * @param gpus of each GPU that there is for them, its number in the fabric; null if it is all
   */
  List<FlowTable.Fault> flowFaults(FabricSpec fabric, int @Nullable [] gpus, FlowTable table);

  /**
   * The flows that failed cables leave no path, as far as that is known before a run; to know it,
   * the fabric is built.
   *
   * @param scenario one in which all else is in order
   * @param gpus of each GPU that there is for them, its number in the fabric; null if it is all
   * @return faults of rows of the file; of flows of patterns, with the line 0
   */
  List<FlowTable.Fault> cutOffFlows(
      ScenarioSpec scenario, WorkloadSpec.Flows flows, int @Nullable [] gpus);

  /**
   * What the links of each flow of the file carry if it is alone, payload in bits per second; to
   * know it, the fabric is built.
   *
   * @param scenario one of flows, in which all else is in order
   * @param job number of the job that the flows are of; empty if there are no jobs
   * @param table the file
   */
  long[] loneRatesBps(ScenarioSpec scenario, OptionalInt job, FlowTable table);

  /**
   * Says whether failed cables leave some rank no path to another, as far as that is known before a
   * run; to know it, the fabric and the program are built.
   *
   * @param scenario one of a collective, a training step or jobs, in which all else is in order; of
   *     jobs, those of a collective or a training step are looked at, up to the first in question
   */
  Optional<String> cutOffRanks(ScenarioSpec scenario);

  /**
   * The cables of a fabric, which is built for that.
   *
   * @param fabric one for which {@link #fabric} gives counts
   */
  CableNames cables(FabricSpec fabric);

  /**
   * A fabric as the engine sees it, which is built for that.
   *
   * @param fabric one for which {@link #fabric} gives counts
   */
  Fabric compiled(FabricSpec fabric);

  /**
   * The library of collectives of a fabric.
   *
   * @param name one of {@link #names} of {@link NameKind#LIBRARY}; null for that of the GPU
   */
  LibraryCosts library(FabricSpec fabric, @Nullable String name);

  /** The kinds of hardware that a scenario can add to, each with the keys of its entries. */
  Map<String, List<KeySchema>> entryKeys();

  /**
   * The names of all entries of a kind of hardware, in the order in which they are to be listed.
   *
   * @param kind one of {@link #entryKeys}
   */
  Set<String> entryNames(String kind);

  /** The entries that an entry names, such as the GPU of a node; none if it is unknown. */
  List<CatalogSpec.Name> references(CatalogSpec.Name entry);

  /**
   * This catalogue with what a scenario adds or changes.
   *
   * @param section all that it names is in it or here, and nothing is based on itself
   * @param problems is told of each entry that cannot be, with the reason; an entry that refers to
   *     one of these is not told again
   */
  Catalogue with(CatalogSpec section, BiConsumer<CatalogSpec.Name, String> problems);
}
