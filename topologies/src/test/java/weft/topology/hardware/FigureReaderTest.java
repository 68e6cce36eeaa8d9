package weft.topology.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weft.topology.error.TopologyException;

final class FigureReaderTest {

  private static final String HEADER = "kind,name,property,value,unit,source,confidence\n";
  private static final String MODULE =
      """
      transceiver,m,label,A module,text,here,read
      transceiver,m,rate,800,Gb/s,here,read
      transceiver,m,cables,4,count,here,read
      transceiver,m,pmd,SR,text,here,read
      transceiver,m,reach,50,m,here,read
      transceiver,m,latency,75,ns,here,unsourced
      transceiver,m,power,15,W,here,read
      """;

  @Test
  void aRowBecomesAFigure() throws IOException {
    assertThat(read(HEADER + "gpu,x,memory,80,GB,\"a, b\",secondary\n"))
        .containsExactly(
            new Figure("gpu", "x", "memory", "80", "GB", "a, b", Confidence.SECONDARY));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'gpu,x,memory,80,GB,here,raed'|'test.csv:2: unknown confidence \"raed\". Maybe read.'",
        "'gpu,x,memory,80,GB,,read'|'test.csv:2: no source'",
        "'gpu,x,memory,80,,here,read'|'test.csv:2: no unit'",
      })
  void aBadRowIsNamedByItsLine(String row, String message) {
    assertThatThrownBy(() -> read(HEADER + row + "\n"))
        .isInstanceOf(TopologyException.class)
        .hasMessage(message);
  }

  @Test
  void aCompleteEntryBecomesARecord() throws IOException {
    Transceiver module = new HardwareCatalog(read(HEADER + MODULE)).transceiver("m");
    assertThat(module)
        .isEqualTo(
            new Transceiver(
                "m",
                "A module",
                800_000_000_000L,
                4,
                Pmd.SR,
                50_000,
                75_000,
                0,
                false,
                new Sourced(15, true),
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "power,15,W       | power,15,GB     | transceiver m, power: 15 GB is in BYTES, not in WATTS",
        "power,15,W       | power,15,KW     | transceiver m, power: unknown unit \"KW\". Maybe W.",
        "power,15,W       | power,many,W    | transceiver m, power: \"many\" is not a number",
        "cables,4,count   | cables,4.5,count| transceiver m, cables: 4.5 count is no whole number of"
            + " COUNT",
        "power,15,W       | pover,15,W      | transceiver m has no property pover",
        "power,15,W       | power,-15,W     | transceiver m, power is negative",
        "reach,50,m       | rich,50,m       | transceiver m lacks its reach",
        "reach,50,m       | reach,50,W      | transceiver m, reach: 50 W is in WATTS, not in"
            + " MILLIMETRES",
        "pmd,SR,text      | pmd,SRR,text    | unknown PMD \"SRR\". Maybe SR.",
        "power,15,W       | rate,15,W       | transceiver m, rate is given twice",
        "transceiver,m,pow| gpux,m,pow      | unknown kind \"gpux\". Maybe gpu.",
      })
  void aWrongFigureIsNamed(String right, String wrong, String message) {
    assertThatThrownBy(() -> new HardwareCatalog(read(HEADER + MODULE.replace(right, wrong))))
        .isInstanceOf(TopologyException.class)
        .hasMessage(message);
  }

  @Test
  void aFigureThatNothingUsesIsAnError() {
    assertThatThrownBy(
            () ->
                new HardwareCatalog(
                    read(HEADER + MODULE + "transceiver,m,colour,1,count,here,read\n")))
        .hasMessage("transceiver m has no property colour");
  }

  private static List<Figure> read(String csv) throws IOException {
    return FigureReader.read("test.csv", new StringReader(csv));
  }
}
